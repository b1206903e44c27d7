makeActiveBinding("score", function() system("id", intern = TRUE), environment())
print(score)
