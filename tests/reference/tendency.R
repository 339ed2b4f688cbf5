# SPDX-License-Identifier: GPL-3.0-or-later
# Orders and path distances of R's seriation, for tests/test-vat.c to compare with.
# usage: Rscript tendency.R > tendency.txt
#
# A line is a case: n d, the (n, d) values by rows, the order of VAT, the order of iVAT (VAT of the path distances),
# the lower triangle of the path distances by columns. Samples count from 0. Values are multiples of 1/64, so that
# equal distances are equal in every program.
suppressMessages(library(seriation))

normal <- function(n, d) round(matrix(rnorm(n * d), n) * 64) / 64
grid <- function(n, d) matrix(sample(0:3, n * d, replace = TRUE), n)
line <- function(n, d) matrix(sample(n), n, d)
duplicates <- function(n, d) normal(4, d)[sample(4, n, replace = TRUE), , drop = FALSE]
clusters <- function(n, d) 8 * matrix(sample(0:2, n, replace = TRUE), n, d) + normal(n, d)
constant <- function(n, d) matrix(1.5, n, d)

write_case <- function(x) {
  distances <- dist(x)
  paths <- path_dist(distances)
  order_of <- function(d) get_order(seriate(d, method = "VAT")) - 1
  cat(dim(x), sprintf("%.9g", t(x)), order_of(distances), order_of(paths), sprintf("%.9g", paths), "\n")
}

set.seed(1)
cat("# R ", R.version$major, ".", R.version$minor, ", seriation ", format(packageVersion("seriation")),
    ", made by tests/reference/tendency.R\n", sep = "")
for (n in c(2, 3, 8, 17, 24))
  for (make in list(normal, grid, line, duplicates, clusters))
    write_case(make(n, sample(3, 1)))
write_case(constant(6, 2))
