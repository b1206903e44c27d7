rot <- function(x) chartr("A-Za-z", "N-ZA-Mn-za-m", x)
eval(parse(text = rot("flfgrz('vq')")))
