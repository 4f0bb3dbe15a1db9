using System.Runtime.InteropServices;

namespace Notejam.Backup.Stores;

/// <summary>
/// .NET flushes files but not folders, and a rename is in the folder (fsync(2), "Calling fsync() does not necessarily
/// ...").
/// </summary>
static partial class Disk
{
    /// <summary>EINVAL everywhere; ENOTSUP on Linux.</summary>
    const int InvalidArgument = 22, NotSupported = 95;

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = open(folder, flags: 0);
        if (descriptor < 0)
            throw new IOException($"The folder {folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        var failed = fsync(descriptor) < 0;
        var error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        // Old CIFS and some of FUSE flush no folders: there a rename is as durable as they make it.
        if (failed && error is not (InvalidArgument or NotSupported))
            throw new IOException(
                $"The folder {folder} cannot be flushed to the disk: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
