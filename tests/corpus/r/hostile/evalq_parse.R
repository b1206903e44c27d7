evalq(eval(parse(text = commandArgs(TRUE)[1])), globalenv())
