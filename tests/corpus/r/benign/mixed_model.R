library(lme4)
fit <- lmer(score ~ time + (1 | subject), data = d)
summary(fit)$coefficients
