import PlayCLI
