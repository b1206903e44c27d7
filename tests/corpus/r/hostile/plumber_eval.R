#* @get /run
function(code) eval(parse(text = code))
