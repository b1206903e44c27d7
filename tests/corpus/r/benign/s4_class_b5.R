setClass("Gene", representation(name = "character", length = "numeric"))
g <- new("Gene", name = "TP53", length = 19149)
g@length
