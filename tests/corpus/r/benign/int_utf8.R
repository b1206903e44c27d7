column_letters <- vapply(0:25, function(i) intToUtf8(65 + i), character(1))
