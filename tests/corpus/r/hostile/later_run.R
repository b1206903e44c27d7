later::later(function() system("id"), 60)
