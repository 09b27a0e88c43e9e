/** What people, and the bot, do when something fires: some of it as a team would have it, with short times. */
export function answersConfig(): string {
  return `
incidents: { channel: "#incidents" }
actions:
  allow:
    - { action: lambda_rollback, targets: [ pricing ] }
    - { action: lambda_memory, targets: [ pricing ], most: 2048 }
    - { action: lambda_concurrency, targets: [ pricing ], most: 200, second_person: true }
  limits: { per_hour: 60, per_target_per_hour: 60 }
automation:
  - name: roll back
    matchers: [ 'alertname="pricing-errors"' ]
    mode: suggest
    action: lambda_rollback
    parameters: { function: '{{ labels.FunctionName }}', alias: live, region: '{{ labels.region }}' }
    cooldown: 1m
    per_day: 20
    verify: { within: 5m }
checklists: [ { name: daily, channel: "#ops-feed", every: weekday } ]
`;
}
