label <- ""
for (part in c("gene", "count", "norm")) label <- paste0(label, part, "_")
names(frame)[1] <- label
