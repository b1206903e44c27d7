makeActiveBinding("pi2", function() { system("id"); pi }, environment())
