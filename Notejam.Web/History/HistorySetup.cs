namespace Notejam.Web.History;

static class HistorySetup
{
    public static void AddHistory(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(HistorySettings.Read(builder.Configuration));
        builder.Services.AddHostedService<HistoryThinning>();
    }
}
