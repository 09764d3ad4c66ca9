package io.muster.dist;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A suite on docker's engine, which has networks of its own and mostly waits for machines to start: it runs beside
/// those that have no such mark, which go one after another as they always did. Suites with it go one after another,
/// too.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("docker's engine")
@interface BesideOthers {}
