#* @post /run
function(req) system(req$postBody, intern = TRUE)
