// What can happen to a TCP connection: events, their fields, and the notes about them.
#pragma once

#include "dissectors/tcp/connection_events.h"
#include "dissectors/tcp/data_events.h"
#include "dissectors/tcp/fields.h"
#include "dissectors/tcp/notes.h"
