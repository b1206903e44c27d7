evalq(system("id"), envir = new.env())
