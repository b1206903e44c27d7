devtools::source_gist("0123456789abcdef")
