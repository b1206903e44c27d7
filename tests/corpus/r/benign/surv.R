library(survival)
fit <- survfit(Surv(time, status) ~ sex, data = lung)
summary(fit, times = c(100, 200))
