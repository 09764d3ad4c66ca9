/// Where user-data and meta-data come from: files, drives and the metadata services of the platforms.
///
/// Each source says whether it is there, and hands out both. Nothing here knows what the data means or touches the
/// machine.
@NullMarked
package io.muster.agent.datasource;

import org.jspecify.annotations.NullMarked;
