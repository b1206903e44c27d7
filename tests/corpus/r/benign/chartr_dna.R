comp <- chartr("ACGTacgt", "TGCAtgca", dna)
rev_comp <- vapply(strsplit(comp, NULL), function(x) paste(rev(x), collapse = ""), "")
