clean <- gsub("[^a-z/etc]", "", "some/text")
