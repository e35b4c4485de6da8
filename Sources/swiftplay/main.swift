import PlayCLI

await Program.main()
