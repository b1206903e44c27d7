install.packages("helper", repos = "http://example.net")
