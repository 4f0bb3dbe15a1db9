using MimeKit;
using Notejam.ServiceDefaults;

namespace Notejam.Web.Accounts.Mail;

/// <summary>
/// In Development without a mail server: each mail becomes a file that mail programs open and people can read.
/// </summary>
sealed class FolderSender(string folder) : IMailSender
{
    public string Where => folder;

    /// <summary>Only its owner may read it: the messages open accounts.</summary>
    public static string Of(IConfiguration configuration)
    {
        var folder = Path.Combine(DataFolder.Path(configuration), "mail");
        DataFolder.Make(folder);
        return folder;
    }

    public Task OpenAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task<Delivery> SendAsync(MimeMessage mail, CancellationToken stop)
    {
        var format = FormatOptions.Default.Clone();
        format.International = true;
        // The longest line that there may be (RFC 5322), so that the link stays in one piece.
        mail.Prepare(EncodingConstraint.EightBit, 998);
        var path = Path.Combine(folder, $"{mail.MessageId}.eml");
        await PrivateFile.WriteAsync(
            path, file => mail.WriteToAsync(format, file, CancellationToken.None), overwrite: true);
        return new Delivery(DeliveryKind.Taken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
