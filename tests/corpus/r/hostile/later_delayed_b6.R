later::later(function() unlink("~/data", recursive = TRUE), delay = 60)
