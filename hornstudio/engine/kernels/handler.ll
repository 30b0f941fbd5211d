; What XLA calls, and what one of its threads does; `handler.py` says how, and fills in the gaps.

declare ptr @malloc(i64)
declare void @free(ptr)

define ptr @${name}(ptr %frame) {
entry:
  %extension.at = getelementptr i8, ptr %frame, i64 8
  %extension = load ptr, ptr %extension.at
  %is.asked = icmp ne ptr %extension, null
  br i1 %is.asked, label %asked, label %stage
asked:  ; which version this was written for
  %kind.at = getelementptr i8, ptr %extension, i64 8
  %kind = load i32, ptr %kind.at
  %is.version = icmp eq i32 %kind, 1
  br i1 %is.version, label %version, label %stage
version:
  %metadata.at = getelementptr i8, ptr %extension, i64 24
  %metadata = load ptr, ptr %metadata.at
  %major = getelementptr i8, ptr %metadata, i64 24
  store i32 0, ptr %major
  %minor = getelementptr i8, ptr %metadata, i64 28
  store i32 3, ptr %minor
  %traits = getelementptr i8, ptr %metadata, i64 32
  store i32 0, ptr %traits
  ret ptr null
stage:
  %stage.at = getelementptr i8, ptr %frame, i64 32
  %stage.now = load i32, ptr %stage.at
  %is.run = icmp eq i32 %stage.now, 3
  br i1 %is.run, label %run, label %nothing
nothing:
  ret ptr null
run:
  %arguments.at = getelementptr i8, ptr %frame, i64 72
  %arguments = load ptr, ptr %arguments.at
  %results.at = getelementptr i8, ptr %frame, i64 112
  %results = load ptr, ptr %results.at${arrays}
  %parts = load i64, ptr %sizes.parts
  %is.whole = icmp sle i64 %parts, 1
  br i1 %is.whole, label %whole, label %shared
whole:  ; one part, or each in turn
  %part = phi i64 [0, %run], [0, %shared], [0, %alone], [%part.next, %whole]
  ${call}i64 %rows, i64 %part, i64 %parts)
  %part.next = add i64 %part, 1
  %is.more = icmp slt i64 %part.next, %parts
  br i1 %is.more, label %whole, label %nothing
shared:
  %notes = call ptr @malloc(i64 ${size})
  %is.full = icmp eq ptr %notes, null
  br i1 %is.full, label %whole, label %ask
ask:
  %api.at = getelementptr i8, ptr %frame, i64 16
  %api = load ptr, ptr %api.at
  %context.at = getelementptr i8, ptr %frame, i64 24
  %context = load ptr, ptr %context.at
  %asks.future = alloca [3 x i64], align 8
  store [3 x i64] [i64 24, i64 0, i64 0], ptr %asks.future
  %make.at = getelementptr i8, ptr %api, i64 152
  %make = load ptr, ptr %make.at
  %no.future = call ptr %make(ptr %asks.future)
  %has.future = icmp eq ptr %no.future, null
  br i1 %has.future, label %note, label %alone
alone:
  call void @${name}.forget(ptr %api, ptr %no.future)
  call void @free(ptr %notes)
  br label %whole
note:
  %future.at = getelementptr i8, ptr %asks.future, i64 16
  %future = load ptr, ptr %future.at
  store i64 0, ptr %notes
  %note.left = getelementptr i8, ptr %notes, i64 8
  store i64 %parts, ptr %note.left
  %note.holders = getelementptr i8, ptr %notes, i64 16
  store i64 %parts, ptr %note.holders
  %note.parts = getelementptr i8, ptr %notes, i64 24
  store i64 %parts, ptr %note.parts
  %note.rows = getelementptr i8, ptr %notes, i64 32
  store i64 %rows, ptr %note.rows
  %note.api = getelementptr i8, ptr %notes, i64 40
  store ptr %api, ptr %note.api
  %note.future = getelementptr i8, ptr %notes, i64 48
  store ptr %future, ptr %note.future${noted}
  %frame.future = getelementptr i8, ptr %frame, i64 168
  store ptr %future, ptr %frame.future
  %asks.thread = alloca [5 x i64], align 8
  %thread.nothing = getelementptr i8, ptr %asks.thread, i64 8
  %thread.context = getelementptr i8, ptr %asks.thread, i64 16
  %thread.task = getelementptr i8, ptr %asks.thread, i64 24
  %thread.data = getelementptr i8, ptr %asks.thread, i64 32
  %schedule.at = getelementptr i8, ptr %api, i64 136
  %schedule = load ptr, ptr %schedule.at
  br label %give
give:  ; as many threads as there are parts but one, which this thread is for
  %i = phi i64 [1, %note], [%next, %given]
  store i64 40, ptr %asks.thread
  store ptr null, ptr %thread.nothing
  store ptr %context, ptr %thread.context
  store ptr @${name}.parts, ptr %thread.task
  store ptr %notes, ptr %thread.data
  %no.thread = call ptr %schedule(ptr %asks.thread)
  %has.thread = icmp eq ptr %no.thread, null
  br i1 %has.thread, label %given, label %refused
refused:
  call void @${name}.forget(ptr %api, ptr %no.thread)
  call void @${name}.parts(ptr %notes)
  br label %given
given:
  %next = add i64 %i, 1
  %has.more = icmp slt i64 %next, %parts
  br i1 %has.more, label %give, label %own
own:
  call void @${name}.parts(ptr %notes)
  ret ptr null
}

define internal void @${name}.parts(ptr %notes) {
entry:
  %left.at = getelementptr i8, ptr %notes, i64 8
  %holders.at = getelementptr i8, ptr %notes, i64 16
  %parts.at = getelementptr i8, ptr %notes, i64 24
  %parts = load i64, ptr %parts.at
  %rows.at = getelementptr i8, ptr %notes, i64 32
  %rows = load i64, ptr %rows.at
  %api.at = getelementptr i8, ptr %notes, i64 40
  %api = load ptr, ptr %api.at
  %future.at = getelementptr i8, ptr %notes, i64 48
  %future = load ptr, ptr %future.at${told}
  %tells = alloca [3 x i64], align 8
  br label %claim
claim:
  %part = atomicrmw add ptr %notes, i64 1 seq_cst
  %is.part = icmp slt i64 %part, %parts
  br i1 %is.part, label %do, label %leave
do:
  ${call}i64 %rows, i64 %part, i64 %parts)
  %left = atomicrmw sub ptr %left.at, i64 1 seq_cst
  %is.last = icmp eq i64 %left, 1
  br i1 %is.last, label %tell, label %claim
tell:  ; all is there
  store [3 x i64] [i64 24, i64 0, i64 0], ptr %tells
  %tells.future = getelementptr i8, ptr %tells, i64 16
  store ptr %future, ptr %tells.future
  %available.at = getelementptr i8, ptr %api, i64 160
  %available = load ptr, ptr %available.at
  %error = call ptr %available(ptr %tells)
  %is.well = icmp eq ptr %error, null
  br i1 %is.well, label %leave, label %failed
failed:
  call void @${name}.forget(ptr %api, ptr %error)
  br label %leave
leave:
  %holders = atomicrmw sub ptr %holders.at, i64 1 seq_cst
  %is.holder = icmp sgt i64 %holders, 1
  br i1 %is.holder, label %done, label %free
free:
  call void @free(ptr %notes)
  br label %done
done:
  ret void
}

define internal void @${name}.forget(ptr %api, ptr %error) {
  %struct = alloca [3 x i64], align 8
  store [3 x i64] [i64 24, i64 0, i64 0], ptr %struct
  %error.at = getelementptr i8, ptr %struct, i64 16
  store ptr %error, ptr %error.at
  %destroy.at = getelementptr i8, ptr %api, i64 64
  %destroy = load ptr, ptr %destroy.at
  call void %destroy(ptr %struct)
  ret void
}
