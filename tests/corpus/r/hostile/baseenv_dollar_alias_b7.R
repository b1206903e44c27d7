env <- baseenv()
runner <- env$system
runner("id")
