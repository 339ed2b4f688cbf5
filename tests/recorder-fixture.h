/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/recorder.h"

/* A folder with images that are trained on in milliseconds, and options of a run on them. */
typedef struct
{
  char *top, *data;
  char *path; /* of the run */
  GFile *folder;
  DgRunOptions *options;
} RecorderFixture;

void recorder_set_up (RecorderFixture *fixture, gconstpointer user_data);
void recorder_tear_down (RecorderFixture *fixture, gconstpointer user_data);

/* Has the fixture record SPOT_AUTOENCODER, trained by Adam. */
void recorder_set_autoencoder (RecorderFixture *fixture);

/* Run the main context until the recorder has ended, or is in @state. */
void recorder_wait_for_end (DgRecorder *recorder);
void recorder_wait_for_state (DgRecorder *recorder, DgRecorderState state);

/* Start the recorder and wait for its end, which must be that one; @fault is part of the message. */
void recorder_assert_finishes (DgRecorder *recorder);
void recorder_assert_fails (DgRecorder *recorder, GQuark domain, int code, const char *fault);

/* Train a new run in the folder @path, or more of the one that is there. */
void recorder_record (RecorderFixture *fixture, const char *path, guint epochs);
void recorder_resume (const char *path, guint epochs);

/* The two folders hold the same @n_epochs, all but the seconds that training took. */
void recorder_assert_same_run (const char *first, const char *second, guint n_epochs);

/* Epochs that have a row in the metrics. */
guint recorder_count_rows (const char *path);
