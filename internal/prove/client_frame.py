# The frame around a Python sample. All connections go to the replay. The clock
# is the sample's: it starts at FRAME_NOW and jumps when the sample sleeps.
import atexit, datetime, json, os, socket, time

if "FRAME_PORT" in os.environ:
    _port = int(os.environ["FRAME_PORT"])
    _real = socket.getaddrinfo

    def _here(host, port, family=0, type=0, proto=0, flags=0):
        return _real("127.0.0.1", _port, socket.AF_INET, type or socket.SOCK_STREAM, proto)

    socket.getaddrinfo = _here

    _start, _monotonic, _skipped = float(os.environ["FRAME_NOW"]), time.monotonic, 0.0

    def _sleep(seconds):
        global _skipped
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        _skipped += seconds

    time.sleep = _sleep
    time.monotonic = lambda: _monotonic() + _skipped
    time.time = lambda: _start + _skipped

    class _DateTime(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)

    datetime.datetime = _DateTime

    @atexit.register
    def _report():
        with open(os.environ["FRAME_REPORT"], "w") as file:
            json.dump({"Took": _skipped}, file)
