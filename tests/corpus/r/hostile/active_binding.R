makeActiveBinding("value", function() system("id"), environment())
