os <- reticulate::import("os")
os$system("id")
