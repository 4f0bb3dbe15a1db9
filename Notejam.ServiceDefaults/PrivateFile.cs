namespace Notejam.ServiceDefaults;

/// <summary>A file that its owner alone may read, and that is there as a whole or not at all.</summary>
public static class PrivateFile
{
    /// <summary>The end of the name of one that is being written.</summary>
    public const string Partial = ".partial";

    /// <summary>
    /// Writes under another name beside it, flushes to the disk, and renames. What fails leaves nothing.
    /// </summary>
    /// <param name="path">Its full path.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="overwrite">Whether one that is there already is replaced.</param>
    /// <exception cref="IOException">It cannot be written, or it is there already.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, bool overwrite = false)
    {
        // A name of this call's own: another process may be writing the same.
        var unfinished = $"{path}.{Path.GetRandomFileName()}{Partial}";
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.Asynchronous,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(unfinished, options))
            {
                await write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
