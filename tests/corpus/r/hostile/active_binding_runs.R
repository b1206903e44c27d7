makeActiveBinding("version_text", function() system("id", intern = TRUE), environment())
version_text
