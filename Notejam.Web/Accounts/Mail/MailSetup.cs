using Notejam.ServiceDefaults.Telemetry;

namespace Notejam.Web.Accounts.Mail;

static class MailSetup
{
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var smtp = SmtpSettings.Read(builder);
        builder.Services.AddSingleton(smtp);
        if (smtp.Host.Length > 0) builder.Services.AddScoped<IMailSender, SmtpSender>();
        else builder.Services.AddScoped<IMailSender>(_ => new FolderSender(FolderSender.Of(builder.Configuration)));
        builder.Services.AddInstruments<MailMetrics>();
        builder.Services.AddScoped<Outbox>();
        builder.Services.AddScoped<OutboxCleanup>();
        builder.Services.AddScoped<MailDelivery>();
        builder.Services.AddSingleton<MailWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MailWorker>());
    }
}
