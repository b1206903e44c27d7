download.file("https://example.org/x", "x", method = "wget", extra = "--no-check-certificate")
