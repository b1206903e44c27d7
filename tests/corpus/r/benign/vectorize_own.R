area <- Vectorize(function(w, h) w * h)
outer(1:3, 1:3, area)
