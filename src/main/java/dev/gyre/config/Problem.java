package dev.gyre.config;

/// Something wrong with a pool file.
///
/// @param line from 1; 0 when it is the file as a whole
/// @param column from 1
/// @param message what is wrong, without secrets
record Problem(int line, int column, String message) {}
