mapply(function(x, y) x + y, 1:3, 4:6)
Map(`+`, 1:3, 4:6)
sapply(list(1:3, 4:6), "[", 2)
