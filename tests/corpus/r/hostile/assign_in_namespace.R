assignInNamespace("library", function(...) NULL, ns = "base")
