using System.Runtime.InteropServices;

namespace Notejam.Backup.Stores;

/// <summary>.NET flushes files but not folders, and a rename is in the folder (fsync(2), "Calling fsync() does not necessarily ...").</summary>
static partial class Disk
{
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = open(folder, flags: 0);
        if (descriptor < 0) throw new IOException($"The folder {folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        var failed = fsync(descriptor) < 0;
        var why = Marshal.GetLastPInvokeErrorMessage();
        _ = close(descriptor);
        if (failed) throw new IOException($"The folder {folder} cannot be flushed to the disk: {why}.");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
