library(limma)
execute <- function(data, parameters) {
  design <- model.matrix(~ 0 + factor(data$group))
  colnames(design) <- levels(factor(data$group))
  fit <- lmFit(as.matrix(data$expression), design)
  contrast <- makeContrasts(treated - control, levels = design)
  fit <- eBayes(contrasts.fit(fit, contrast))
  topTable(fit, number = Inf, adjust.method = "BH")
}
