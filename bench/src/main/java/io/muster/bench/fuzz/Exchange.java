package io.muster.bench.fuzz;

/// An operation and what both servers answered.
record Exchange(Step.Request request, Both<Answer> answers) {}
