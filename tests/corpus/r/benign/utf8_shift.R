shift <- function(x, k) intToUtf8((utf8ToInt(x) - 97 + k) %% 26 + 97)
shift("abc", 3)
