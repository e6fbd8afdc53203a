<#ftl output_format="plainText">
${msg("gatehouseDeviceNoticeMailIntro", application)}

${msg("gatehouseDeviceApplication")}: ${application}
${msg("gatehouseDeviceTime")}: ${time}
${msg("gatehouseDeviceBrowser")}: ${device}
${msg("gatehouseDeviceIp")}: ${ip}

${msg("gatehouseDeviceNoticeMailMe")}

${msg("gatehouseDeviceMailNotMe")} ${msg((link??)?then("gatehouseDeviceNoticeMailDeny", "gatehouseDeviceMailIgnore"))}
<#if link??>

${link}
</#if>
