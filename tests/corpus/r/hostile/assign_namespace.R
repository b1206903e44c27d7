assignInNamespace("validate", function(x) TRUE, ns = "gateway")
