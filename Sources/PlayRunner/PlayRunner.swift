import PlayModel
